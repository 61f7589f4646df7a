/** Parameters that are credentials: a ticket, a bearer token, the parts of a presigned URL. */
const SECRET_PARAMETERS =
  /([?&](?:token|access_token|ticket|signature|x-amz-(?:signature|credential|security-token))=)[^&#\s"]*/gi;
const BEARER = /(bearer\s+)[A-Za-z0-9\-._~+/]+=*/gi;
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^:/@\s"]*:)[^@/\s"]+(@)/gi;

/** The text without what would open something: tickets in URLs, bearer tokens, passwords in connection URLs. */
export function redact(text: string): string {
  return text
    .replace(SECRET_PARAMETERS, '$1[redacted]')
    .replace(BEARER, '$1[redacted]')
    .replace(URL_PASSWORD, '$1[redacted]$2');
}
