/** A file, a folder or a symbolic link of an archive. */
export type Tarred =
  | { readonly path: string; readonly data: Buffer; readonly mode?: number }
  | { readonly path: string; readonly folder: true; readonly mode?: number }
  | { readonly path: string; readonly linksTo: string };

/** An archive of files that belong to root, in the format `ustar` (POSIX.1-1988), with paths of at most 100 bytes. */
export function tar(entries: readonly Tarred[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const data = 'data' in entry ? entry.data : Buffer.alloc(0);
    return [header(entry, data.length), data, Buffer.alloc(-data.length & 511)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

function header(entry: Tarred, size: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  if (Buffer.byteLength(entry.path) > 100) throw new Error(`too long for this archive: ${entry.path}`);
  block.write(entry.path, 0);
  octal('linksTo' in entry ? 0o777 : (entry.mode ?? 0o755), 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write('        ', 148); // counts as blanks in the sum
  block.write('linksTo' in entry ? '2' : 'folder' in entry ? '5' : '0', 156);
  if ('linksTo' in entry) block.write(entry.linksTo, 157);
  block.write('ustar\x0000', 257);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return block;
}
