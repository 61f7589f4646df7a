/** One line that says what to install: nothing else is printed of it. */
export class Missing extends Error {}
