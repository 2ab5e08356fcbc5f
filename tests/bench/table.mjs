// Rows of figures and how they are printed. A row: { row, ours, peer, ratios, budget, kept }: what is measured, both sides in words, the
// ratios of the rotations, the budget in words, and whether a ratio keeps it. Without a budget a row only tells.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

export const digits = (value) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** Calls each of `sides` once a rotation, each rotation beginning with another one; gives what each side gave, as lists. */
export async function inTurn(rotations, sides, warmUp = true) {
  const names = Object.keys(sides);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let rotation = warmUp ? -1 : 0; rotation < rotations; rotation += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + Math.max(rotation, 0)) % names.length];
      const result = await sides[name]();
      if (rotation >= 0) results[name].push(result);
    }
  }
  return results;
}

function cells({ row, ours, peer, ratios, budget, kept }) {
  const ratio = median(ratios);
  const verdict = !budget ? '' : kept(ratio) ? 'fits' : 'MISSED';
  const spread = ratios.length > 1 ? `${digits(Math.min(...ratios))}–${digits(Math.max(...ratios))}` : '';
  return [row, ours, peer, Number.isFinite(ratio) ? digits(ratio) : '', budget ?? '', verdict, spread];
}

export function table(rows) {
  const lines = [['row', 'ours', 'peer', 'ratio', 'budget', '', 'spread of the ratio'], ...rows.map(cells)];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`);
  text.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return text.join('\n');
}
