/** How often the jobs come round. */
export class JobInterval {
  constructor(readonly milliseconds: number) {}
}
