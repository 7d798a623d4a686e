import type { OrderHour } from "@cartwright/db";
import type { VNode } from "preact";

/** What a bar of the chart tells: one hour, all retailers together. */
export interface HourBar {
  hour: Date;
  accepted: number;
  placed: number;
  failed: number;
}

const HOUR_MS = 3_600_000;
const BAR = 14;
const GAP = 2;
const HEIGHT = 140;
const AXIS = 22;
const EVERY_HOURS = 6;
/** A label is about as wide as this many bars: the last ones have no room for one. */
const LABEL_BARS = 2;

/** The last so many hours, this one last, those without orders among them. */
export function hourBars(hours: readonly OrderHour[], count: number, now: Date): HourBar[] {
  const last = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: count }, (_, at) => {
    const hour = new Date(last - (count - 1 - at) * HOUR_MS);
    const those = hours.filter((row) => row.hour.getTime() === hour.getTime());
    const total = (of: (row: OrderHour) => number): number => those.reduce((sum, row) => sum + of(row), 0);
    return {
      hour,
      accepted: total((row) => row.accepted),
      placed: total((row) => row.placed),
      failed: total((row) => row.failed),
    };
  });
}

/** Placed and failed orders an hour, as bars that stand on each other; a tick shows how many came in. */
export function HoursChart({ bars }: { bars: readonly HourBar[] }): VNode {
  const most = Math.max(1, ...bars.map(({ accepted, placed, failed }) => Math.max(accepted, placed + failed)));
  const scale = (orders: number): number => Math.round((orders / most) * HEIGHT);
  const width = bars.length * (BAR + GAP);
  return (
    <figure class="chart">
      <div class="scroll" role="region" aria-label="Orders by hour" tabIndex={0}>
        <svg viewBox={`0 0 ${width} ${HEIGHT + AXIS}`} role="img" aria-labelledby="hours-title">
          <title id="hours-title">{`Orders an hour, the last ${bars.length} hours; at the most ${most}`}</title>
          <line class="axis" x1="0" x2={width} y1={HEIGHT} y2={HEIGHT} />
          {bars.map((bar, at) => (
            <Bar
              key={bar.hour.toISOString()}
              bar={bar}
              x={at * (BAR + GAP)}
              isLast={at >= bars.length - LABEL_BARS}
              scale={scale}
            />
          ))}
        </svg>
      </div>
      <figcaption class="legend">
        <span class="placed">Placed</span> <span class="failed">Failed</span> <span class="accepted">Accepted</span>{" "}
        <span class="muted">an hour (UTC), at the most {most}</span>
      </figcaption>
    </figure>
  );
}

function Bar(props: { bar: HourBar; x: number; isLast: boolean; scale: (orders: number) => number }): VNode {
  const { bar, x, isLast, scale } = props;
  const { hour, accepted, placed, failed } = bar;
  const [placedHeight, failedHeight] = [scale(placed), scale(failed)];
  const at = `${String(hour.getUTCHours()).padStart(2, "0")}:00`;
  return (
    <g>
      <title>{`${hour.toISOString().slice(0, 10)} ${at}: ${accepted} accepted, ${placed} placed, ${failed} failed`}</title>
      <rect class="hit" x={x} y={0} width={BAR + GAP} height={HEIGHT} />
      <rect class="placed" x={x} y={HEIGHT - placedHeight} width={BAR} height={placedHeight} />
      <rect class="failed" x={x} y={HEIGHT - placedHeight - failedHeight} width={BAR} height={failedHeight} />
      {accepted === 0 ? null : (
        <line class="accepted" x1={x} x2={x + BAR} y1={HEIGHT - scale(accepted)} y2={HEIGHT - scale(accepted)} />
      )}
      {hour.getUTCHours() % EVERY_HOURS === 0 && !isLast ? (
        <text x={x} y={HEIGHT + AXIS - 6}>
          {at}
        </text>
      ) : null}
    </g>
  );
}
