/** Parts that several reads are put together from. */
export const sumOf = (...columns: string[]) =>
  columns.map((column) => `coalesce(sum(${column}), 0) AS ${column}`).join(', ');

export const asArray = (query: string) => `coalesce((SELECT jsonb_agg(part) FROM (${query}) part), '[]')`;

export const asObject = (query: string) =>
  `coalesce((SELECT jsonb_object_agg(name, number) FROM (${query}) part), '{}')`;
