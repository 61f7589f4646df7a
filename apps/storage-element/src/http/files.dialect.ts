import type { ErrorDialect, Failure, RenderedFailure } from '@waybill/platform';

/** Where the bytes of a file are. */
export const DOWNLOAD = /^\/api\/v1\/files\/[^/]*\/download\/?$/;

/** The files edition: `{detail}` as its document writes it, and `code` beside it. */
export const filesDialect: ErrorDialect = {
  name: 'files',
  language: 'en',
  covers: (_method, path) => DOWNLOAD.test(path),
  render: ({ message, code }: Failure): RenderedFailure => ({ body: { detail: message, code } }),
};
