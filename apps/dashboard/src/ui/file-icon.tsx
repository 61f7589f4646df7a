import { Archive, Audio, Cpu, FileText, Film, Image } from './icons';

const ICONS = { image: Image, video: Film, audio: Audio, archive: Archive, software: Cpu } as const;

/** Decoration: the type stands beside it in words. */
export function FileIcon({ type }: { readonly type: string }) {
  const Icon = type in ICONS ? ICONS[type as keyof typeof ICONS] : FileText;
  return <Icon className="icon" aria-hidden />;
}
