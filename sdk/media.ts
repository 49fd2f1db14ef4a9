/** @module The content blocks of MCP that carry bytes as base64. */

/**
 * Whether a property is the data of a content block whose medium is said: an image, a sound, or an embedded resource.
 * In its letters nothing is a find, but it can be a text for all that is said.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/schema (ImageContent, AudioContent, BlobResourceContents)
 */
export function isBlob(name: string | undefined, holder: object): boolean {
  if (name !== 'data' && name !== 'blob') return false;
  const { mimeType, type } = holder as { mimeType?: unknown; type?: unknown };
  return typeof mimeType === 'string' || type === 'image' || type === 'audio';
}
