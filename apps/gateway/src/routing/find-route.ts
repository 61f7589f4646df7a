import { type Edition, EDITION_OF_PREFIX, type Route, ROUTES } from './route-table.js';

interface CompiledRoute {
  readonly route: Route;
  readonly segments: readonly string[];
}

const COMPILED: readonly CompiledRoute[] = ROUTES.map((route) => ({
  route,
  segments: segmentsOf(route.path),
}));

/** The first row of the table that fits, or null. */
export function findRoute(method: string, path: string): Route | null {
  const segments = decodedSegments(path);
  if (segments === null) return null;
  const found = COMPILED.find(
    ({ route, segments: pattern }) => (route.methods?.includes(method) ?? true) && fits(pattern, segments),
  );
  return found?.route ?? null;
}

/** The edition whose error shape a path is answered in, known or not. */
export function editionOf(method: string, path: string): Edition {
  const route = findRoute(method, path) ?? lookalike(path);
  if (route !== null) return route.edition;
  const prefix = EDITION_OF_PREFIX.find(([start]) => path === start || path.startsWith(`${start}/`));
  return prefix?.[1] ?? 'own';
}

/** The row that a strange path was meant for: it goes nowhere, but is refused in the words of its edition. */
function lookalike(path: string): Route | null {
  const segments = segmentsOf(path);
  return COMPILED.find(({ segments: pattern }) => fits(pattern, segments))?.route ?? null;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  const open = pattern.at(-1) === '*';
  if (open ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every((part, index) => part === '*' || part.startsWith(':') || part === segments[index]);
}

function segmentsOf(path: string): string[] {
  return path.slice(1).split('/');
}

/** Decoded, as the services match them. Null for a path that means something else to whoever decodes it once more. */
function decodedSegments(path: string): readonly string[] | null {
  try {
    const segments = segmentsOf(path).map(decodeURIComponent);
    return segments.some(isStrange) ? null : segments;
  } catch {
    return null;
  }
}

/** RFC 3986, section 5.2.4: dot segments; empty ones; a slash or NUL that hid in an encoding. */
function isStrange(segment: string): boolean {
  return segment === '' || segment === '.' || segment === '..' || /[/\\\0]/.test(segment);
}
