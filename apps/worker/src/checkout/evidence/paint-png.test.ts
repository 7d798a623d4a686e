import { deflateSync } from "node:zlib";
import { paintOver, type Pixels, readPng, writePng } from "./paint-png.ts";

function picture(width: number, height: number, channels: number): Pixels {
  const data = Buffer.from(Array.from({ length: width * height * channels }, (_, at) => (at * 37 + (at >> 3)) & 0xff));
  return { width, height, channels, data };
}

test.each([3, 4])("a picture of %d channels is written and read as it was", async (channels) => {
  const before = picture(17, 9, channels);
  const after = await readPng(await writePng(before));
  expect({ ...after, data: after.data.toString("hex") }).toEqual({ ...before, data: before.data.toString("hex") });
});

test("every filter of the format is undone", async () => {
  // One pixel a line, each line by another filter: 10, +5 to the left (none), +5 above, +5 on the average, +5 by Paeth.
  const lines = [
    [0, 10, 10, 10],
    [1, 5, 5, 5],
    [2, 5, 5, 5],
    [3, 5, 5, 5],
    [4, 5, 5, 5],
  ];
  const written = await writePng({ width: 1, height: 5, channels: 3, data: Buffer.alloc(15) });
  const idatAt = written.indexOf("IDAT") - 4;
  const idat = deflateSync(Buffer.from(lines.flat()));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(idat.length);
  const png = Buffer.concat([
    written.subarray(0, idatAt),
    length,
    Buffer.from("IDAT", "latin1"),
    idat,
    Buffer.alloc(4),
    written.subarray(written.indexOf("IEND") - 4),
  ]);
  const { data } = await readPng(png);
  expect(Array.from(data.filter((_, at) => at % 3 === 0))).toEqual([10, 5, 10, 10, 15]);
});

test("boxes are painted over with a margin, and what lies outside of the picture is left out", () => {
  const pixels: Pixels = { width: 20, height: 20, channels: 3, data: Buffer.alloc(20 * 20 * 3) };
  paintOver(
    pixels,
    [
      { x: 105.4, y: 56, width: 2, height: 1 },
      { x: -500, y: 0, width: 9, height: 9_000 },
    ],
    { x: 100, y: 50 },
  );
  const painted = Array.from({ length: 400 }, (_, at) => at).filter((at) => pixels.data[at * 3] !== 0);
  const columns = new Set(painted.map((at) => at % 20));
  const rows = new Set(painted.map((at) => Math.floor(at / 20)));
  expect([Math.min(...columns), Math.max(...columns)]).toEqual([3, 9]);
  expect([Math.min(...rows), Math.max(...rows)]).toEqual([4, 8]);
  expect(painted).toHaveLength(columns.size * rows.size);
});

test("anything but a picture as Chromium takes it is refused", async () => {
  await expect(readPng(Buffer.from("GIF89a"))).rejects.toThrow("no PNG");
  const interlaced = await writePng(picture(2, 2, 3));
  interlaced.writeUInt8(1, 28);
  await expect(readPng(interlaced)).rejects.toThrow("another kind");
});
