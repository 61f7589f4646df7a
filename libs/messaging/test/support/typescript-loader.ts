import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

/**
 * Lets a child process of a test run the sources as jest does, decorators included, without a build:
 * `node --import <this file> child.ts`.
 */
const libs = new URL('../../../', import.meta.url);

registerHooks({
  resolve(specifier, context, next) {
    const lib = /^@waybill\/([^/]+)$/.exec(specifier)?.[1];
    if (lib !== undefined) return next(new URL(`${lib}/src/index.ts`, libs).href, context);
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL !== undefined) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(source)) return next(pathToFileURL(fileURLToPath(source)).href, context);
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith(libs.href) || !url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: 'es2024',
        keepClassNames: true,
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
