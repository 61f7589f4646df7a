import koffi from 'koffi';

export type CLibrary = ReturnType<typeof koffi.load>;

const NAMES = ['libc.so.6', 'libc.so'];

/** The C library of a Linux system; null elsewhere, and where it cannot be loaded: then bytes move through streams. */
export function loadCLibrary(): CLibrary | null {
  if (process.platform !== 'linux') return null;
  for (const name of NAMES) {
    try {
      return koffi.load(name);
    } catch {
      // The next name.
    }
  }
  return null;
}
