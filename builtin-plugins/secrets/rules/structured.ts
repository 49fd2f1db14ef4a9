/** @module Secrets that stand in headers, URLs and documents of a known form. */
import { DOCUMENT_SPAN } from '../probes/documents.ts';
import * as documents from '../probes/documents.ts';
import { findBasic, findBearer, findCurlUser, findRegistryAuth, HEADER_SPAN } from '../probes/headers.ts';
import { findJwt, JWT_SPAN } from '../probes/jwt.ts';
import { findSecretData, findSecretManifest, MANIFEST_SPAN } from '../probes/kubernetes.ts';
import { findPem, findPutty, LONGEST_BLOCK } from '../probes/pem.ts';
import { findDatabaseUrl, findUrl, LONGEST_SCHEME, URL_SPAN } from '../probes/url.ts';
import type { ProbeRule } from '../rule.ts';

const kind = 'probe';
const rank = 40;
const PEM_SPAN = LONGEST_BLOCK + 256;
const URL = { kind, keywords: ['://'], span: URL_SPAN, reach: LONGEST_SCHEME } as const;
const DOCUMENT = { kind, span: DOCUMENT_SPAN, rank } as const;

const MANIFEST = { kind, category: 'kubernetes_secret', span: MANIFEST_SPAN, rank } as const;

export const STRUCTURED: readonly ProbeRule[] = [
  {
    kind,
    id: 'pem-private-key',
    category: 'private_key',
    keywords: ['-----begin '],
    span: PEM_SPAN,
    rank,
    probe: findPem,
  },
  {
    kind,
    id: 'putty-private-key',
    category: 'private_key',
    keywords: ['putty-user-key-file-'],
    span: PEM_SPAN,
    rank,
    probe: findPutty,
  },
  { ...DOCUMENT, id: 'jwk-private-key', category: 'private_key', keywords: ['"d"'], probe: documents.findJwk },
  {
    kind,
    id: 'bearer-token',
    category: 'bearer_token',
    keywords: ['bearer'],
    span: HEADER_SPAN,
    rank: 30,
    probe: findBearer,
  },
  { kind, id: 'json-web-token', category: 'json_web_token', keywords: ['eyj'], span: JWT_SPAN, rank, probe: findJwt },
  { kind, id: 'basic-auth', category: 'basic_auth', keywords: ['basic'], span: HEADER_SPAN, rank, probe: findBasic },
  {
    kind,
    id: 'curl-user',
    category: 'basic_auth',
    keywords: ['-u ', '--user '],
    span: HEADER_SPAN,
    rank,
    probe: findCurlUser,
  },
  {
    kind,
    id: 'registry-auth',
    category: 'basic_auth',
    keywords: ['"auth"'],
    span: HEADER_SPAN,
    rank,
    probe: findRegistryAuth,
  },
  { ...URL, id: 'password-in-url', category: 'password_in_url', rank: 35, probe: findUrl },
  {
    ...URL,
    id: 'database-url',
    category: 'database_connection_string',
    rank: 34,
    unless: 'password_in_url',
    probe: findDatabaseUrl,
  },
  {
    ...DOCUMENT,
    id: 'jdbc-url',
    category: 'database_connection_string',
    keywords: ['jdbc:'],
    probe: documents.findJdbc,
  },
  {
    ...DOCUMENT,
    id: 'database-string',
    category: 'database_connection_string',
    keywords: ['server=', 'data source=', 'host='],
    probe: documents.findConnectionString,
  },
  {
    ...DOCUMENT,
    id: 'gcp-service-account',
    category: 'gcp_service_account',
    keywords: ['"type"'],
    probe: documents.findServiceAccount,
  },
  {
    ...DOCUMENT,
    id: 'azure-connection-string',
    category: 'azure_connection_string',
    keywords: ['defaultendpointsprotocol='],
    probe: documents.findAzureString,
  },
  {
    ...DOCUMENT,
    id: 'azure-account-key',
    category: 'azure_connection_string',
    keywords: ['accountkey=', 'sharedaccesskey='],
    probe: documents.findAzureKey,
  },
  { ...DOCUMENT, id: 'netrc-password', category: 'netrc_password', keywords: ['machine '], probe: documents.findNetrc },
  {
    ...DOCUMENT,
    id: 'npmrc-token',
    category: 'npm_token',
    keywords: ['_authtoken=', ':_password='],
    probe: documents.findNpmrc,
  },
  { ...MANIFEST, id: 'kubernetes-secret', keywords: ['kind: secret'], probe: findSecretManifest },
  { ...MANIFEST, id: 'kubernetes-secret-data', keywords: ['data:', '"data":'], probe: findSecretData },
];
