import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface PublishedPath {
  readonly segments: readonly string[];
  readonly methods: readonly string[];
}

/** The methods that the contracts give a path: what its service would say in `Allow`, without asking it. */
export class PublishedMethods {
  private constructor(private readonly paths: readonly PublishedPath[]) {}

  /** Knows no path where the contracts are not there. */
  static async read(documentsRoot: string): Promise<PublishedMethods> {
    const file = join(documentsRoot, 'openapi', 'waybill-all.openapi.json');
    const text = await readFile(file, 'utf8').catch(() => '{}');
    const { paths = {} } = JSON.parse(text) as { paths?: Record<string, object> };
    return new PublishedMethods(
      Object.entries(paths).map(([path, operations]) => ({
        segments: path.split('/'),
        methods: methodsOf(Object.keys(operations)),
      })),
    );
  }

  /** Sorted; empty for a path of no contract. */
  at(path: string): readonly string[] {
    const segments = path.split('/');
    const fitting = this.paths.filter((one) => fits(one.segments, segments));
    const written = fitting.filter((one) => one.segments.join('/') === path);
    const methods = (written.length > 0 ? written : fitting).flatMap((one) => one.methods);
    return [...new Set(methods)].toSorted();
  }
}

/** RFC 9110, section 9.3.2: whoever answers GET answers HEAD. */
function methodsOf(operations: readonly string[]): string[] {
  const methods = operations.map((name) => name.toUpperCase());
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every(
    (part, index) => part === segments[index] || (part.startsWith('{') && segments[index] !== ''),
  );
}
