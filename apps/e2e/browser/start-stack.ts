import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mmdbFile } from '@waybill/testing';
import startEmbedded from '../stack/start.ts';
import { COUNTRIES } from './countries.ts';

const RULE = { name: 'failures', kind: 'failure-rate', abovePercent: 10, minDownloads: 5, minutes: 60 };

/** A stack that knows some countries, believes where requests say they are from, and raises an alert after a few failures. */
export default async function startStack(): Promise<void> {
  const countries = join(mkdtempSync(join(tmpdir(), 'waybill-countries-')), 'countries.mmdb');
  writeFileSync(countries, mmdbFile(COUNTRIES));
  Object.assign(process.env, {
    TRUST_PROXY: 'true',
    COUNTRY_DATABASE: countries,
    ALERT_RULES: JSON.stringify([RULE]),
    ALERT_EVERY_SECONDS: '1',
    REPORT_DELAY_MINUTES: '0',
  });
  await startEmbedded();
}
