/** The bucket's answer broke off or was not what it has to be: this says nothing about what is stored. */
export class ReadingFailedError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`Reading from the bucket failed: ${what}`, options);
    this.name = 'ReadingFailedError';
  }
}
