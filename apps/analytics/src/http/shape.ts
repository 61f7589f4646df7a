/** What a presenter returns: the fields of an answer, without being an instance of its class. */
export type Shape<T> = T extends readonly (infer E)[]
  ? Shape<E>[]
  : T extends object
    ? { [K in keyof T]: Shape<T[K]> }
    : T;
