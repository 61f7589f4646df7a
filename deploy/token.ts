import { ensureSecrets } from './embedded/secrets.ts';
import { homePaths, readSettings } from './embedded/settings.ts';
import { mintToken } from './embedded/tokens.ts';
import { readTokenArguments, TOKEN_HELP, UsageError } from './token-arguments.ts';

try {
  const request = readTokenArguments(process.argv.slice(2));
  if (request === null) console.log(TOKEN_HELP);
  else {
    const { home } = readSettings(process.env);
    const { jwtSecret } = await ensureSecrets(homePaths(home).secrets);
    console.log(await mintToken(jwtSecret, request));
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${TOKEN_HELP}`);
  process.exitCode = 2;
}
