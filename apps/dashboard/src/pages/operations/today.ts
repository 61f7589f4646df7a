/** The figures' days are UTC days. */
export const today = () => new Date().toISOString().slice(0, 10);
