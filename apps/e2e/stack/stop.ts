export default async function stopStack(): Promise<void> {
  const stack = globalThis.waybillStack;
  if (process.env.WAYBILL_E2E_KEEP === undefined) await stack?.remove();
  else await stack?.stop();
}
