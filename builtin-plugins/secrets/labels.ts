/** @module What stands in place of a secret. */

interface Labels {
  readonly placeholder: string;
  readonly mask: string;
}

const stars = (count: number): string => '*'.repeat(count);
const NAMED: ReadonlyMap<string, Labels> = new Map([
  ['aws_access_key', { placeholder: '<AWS_KEY>', mask: `AKIA${stars(16)}` }],
  ['aws_secret_key', { placeholder: '<AWS_SECRET>', mask: stars(40) }],
  ['github_token', { placeholder: '<GITHUB_TOKEN>', mask: `ghp_${stars(36)}` }],
  ['generic_api_key', { placeholder: '<API_KEY>', mask: stars(16) }],
  ['bearer_token', { placeholder: '<BEARER_TOKEN>', mask: `Bearer ${stars(4)}` }],
  ['private_key', { placeholder: '<PRIVATE_KEY>', mask: '-----REDACTED PRIVATE KEY-----' }],
  ['password_in_url', { placeholder: '<PASSWORD_URL>', mask: '://****:****@****' }],
  ['gcp_service_account', { placeholder: '<GCP_SERVICE_ACCOUNT>', mask: '<GCP_KEY_REDACTED>' }],
  ['azure_connection_string', { placeholder: '<AZURE_CONNECTION_STRING>', mask: '<AZURE_KEY_REDACTED>' }],
  ['database_connection_string', { placeholder: '<DATABASE_URI>', mask: '://****:****@****' }],
]);

/** How a category is written in place of what was found; unknown ones by their name. */
export function labelsOf(category: string): Labels {
  return NAMED.get(category) ?? { placeholder: `<${category.toUpperCase()}>`, mask: stars(16) };
}
