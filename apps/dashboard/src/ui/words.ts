import type { TextKey } from '../text/en';

/** Kinds that the reader has a word for; whatever else a catalogue holds is shown as it is written there. */
const TYPES: Readonly<Record<string, TextKey>> = {
  video: 'typeVideo',
  audio: 'typeAudio',
  image: 'typeImage',
  document: 'typeDocument',
  archive: 'typeArchive',
  software: 'typeSoftware',
  spreadsheet: 'typeSpreadsheet',
  text: 'typeText',
  data: 'typeData',
  executable: 'typeExecutable',
  other: 'typeOther',
};
export const FILE_TYPES = ['video', 'audio', 'image', 'document', 'archive', 'software', 'other'] as const;

type Translate = (key: TextKey) => string;

export function typeName(t: Translate, type: string): string {
  const key = TYPES[type];
  return key === undefined ? type : t(key);
}

/** ISO 3166-1 alpha-2 in the reader's language. */
export function countryName(t: Translate, language: string, code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return t('countryUnknown');
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}
