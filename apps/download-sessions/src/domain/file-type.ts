/** The 21 extensions of the tracking document; everything else is `other`. */
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'document',
  doc: 'document',
  docx: 'document',
  xls: 'spreadsheet',
  xlsx: 'spreadsheet',
  csv: 'data',
  zip: 'archive',
  rar: 'archive',
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  gif: 'image',
  mp4: 'video',
  avi: 'video',
  mp3: 'audio',
  wav: 'audio',
  exe: 'executable',
  dmg: 'executable',
  txt: 'text',
  json: 'data',
  xml: 'data',
};

/** `.MP4` is `mp4`; a name without an extension, or with nothing before it (`.json`), has none. */
export function extensionOf(fileName: string): string {
  return /[^/]\.([^./]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

export function fileTypeOf(fileName: string): string {
  const extension = extensionOf(fileName);
  return Object.hasOwn(TYPES, extension) ? (TYPES[extension] ?? 'other') : 'other';
}
