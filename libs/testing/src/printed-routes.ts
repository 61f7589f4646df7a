/** Fastify's tree of routes (`printRoutes`) as `GET /path`: a branch's path begins with that of what it grows from. */
export function routesIn(tree: string): string[] {
  const grown: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] = /^(.*?── )(\S+)(?: \((.*)\))?$/.exec(line) ?? [];
    const depth = indent.length / 4;
    if (depth === 0) return [];
    grown.splice(depth - 1, Infinity, (grown[depth - 2] ?? '') + segment);
    const found = methods.split(', ').filter((method) => method !== '');
    return found.map((method) => `${method} ${grown[depth - 1] ?? ''}`);
  });
}
