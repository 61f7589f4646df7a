/** One beginning in the journal; several bodies of the same bytes may share it. */
export interface Note {
  readonly page: object;
}
