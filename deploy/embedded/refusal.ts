/** What whoever called can mend: one line says it, and nothing else is printed. */
export class Refusal extends Error {}
