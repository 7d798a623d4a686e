import { promisify } from "node:util";
import { crc32, deflate, inflate } from "node:zlib";
import type { Box } from "./page-snapshot.ts";

const inflated = promisify(inflate);
const deflated = promisify(deflate);

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Chromium's screenshots: 8 bits a channel, without or with alpha, not interlaced. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };
const MAX_PIXELS = 16_000_000;
/** Neither black nor white: seen on every page. */
const PAINT = Buffer.from([0x7a, 0x86, 0x96, 0xff]);
/** Letters stick out of their boxes. */
const MARGIN_PX = 2;

export interface Pixels {
  width: number;
  height: number;
  channels: number;
  data: Buffer;
}

/** Reads a picture as Chromium takes it. Throws on any other. */
export async function readPng(png: Buffer): Promise<Pixels> {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error("no PNG");
  const header = chunksOf(png, "IHDR")[0];
  if (header === undefined || header.length < 13) throw new Error("a PNG without header");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = CHANNELS[header.readUInt8(9)];
  if (header.readUInt8(8) !== 8 || header.readUInt8(12) !== 0 || channels === undefined) {
    throw new Error("a PNG of another kind than Chromium's");
  }
  if (width * height > MAX_PIXELS) throw new Error("a picture that is too large");
  const raw = await inflated(Buffer.concat(chunksOf(png, "IDAT")));
  return { width, height, channels, data: unfilter(raw, width * channels, height, channels) };
}

export async function writePng({ width, height, channels, data }: Pixels): Promise<Buffer> {
  const stride = width * channels;
  // Every line as its difference to the one above: what pages are made of compresses well that way.
  const raw = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const from = y * stride;
    const to = y * (stride + 1);
    raw[to] = 2;
    for (let x = 0; x < stride; x += 1) {
      const above = y === 0 ? 0 : (data[from - stride + x] ?? 0);
      raw[to + 1 + x] = ((data[from + x] ?? 0) - above) & 0xff;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 4 ? 6 : 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", await deflated(raw)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Paints over boxes, with a margin, in a picture whose corner is at `corner`; what lies outside of it is left out. */
export function paintOver(
  { width, height, channels, data }: Pixels,
  boxes: readonly Box[],
  corner: { x: number; y: number } = { x: 0, y: 0 },
): void {
  const paint = PAINT.subarray(0, channels);
  for (const box of boxes) {
    const [boxX, boxY] = [box.x - corner.x, box.y - corner.y];
    const left = within(Math.floor(boxX) - MARGIN_PX, width);
    const right = within(Math.ceil(boxX + box.width) + MARGIN_PX, width);
    const top = within(Math.floor(boxY) - MARGIN_PX, height);
    const bottom = within(Math.ceil(boxY + box.height) + MARGIN_PX, height);
    if (left >= right) continue;
    for (let y = top; y < bottom; y += 1) {
      data.fill(paint, (y * width + left) * channels, (y * width + right) * channels);
    }
  }
}

const within = (value: number, end: number): number => Math.min(Math.max(value, 0), end);

function chunksOf(png: Buffer, wanted: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = SIGNATURE.length; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === wanted) found.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return found;
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}

/** Undoes what each line's first byte says was done to it (section 9 of the PNG specification). */
function unfilter(raw: Buffer, stride: number, height: number, channels: number): Buffer {
  if (raw.length < (stride + 1) * height) throw new Error("a PNG that was cut");
  const data = Buffer.alloc(stride * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y += 1) {
    const from = y * (stride + 1);
    const line = data.subarray(y * stride, (y + 1) * stride);
    raw.copy(line, 0, from + 1, from + 1 + stride);
    unfilterLine(raw[from] ?? 0, line, above, channels);
    above = line;
  }
  return data;
}

/** In place: what is to the left is undone already. */
function unfilterLine(filter: number, line: Buffer, above: Buffer, channels: number): void {
  if (filter === 0) return;
  if (filter > 4) throw new Error("a PNG with an unknown filter");
  for (let x = 0; x < line.length; x += 1) {
    const left = x < channels ? 0 : (line[x - channels] ?? 0);
    const up = above[x] ?? 0;
    let predicted = left;
    if (filter === 2) predicted = up;
    else if (filter === 3) predicted = (left + up) >> 1;
    else if (filter === 4) predicted = nearest(left, up, x < channels ? 0 : (above[x - channels] ?? 0));
    line[x] = ((line[x] ?? 0) + predicted) & 0xff;
  }
}

/** Paeth's predictor. */
function nearest(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
