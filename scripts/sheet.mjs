// A sheet of pictures under each other and side by side, as WebP, which is a quarter of what the same PNG would be. Not here: which pictures
// (gallery.mjs, course-gallery.mjs).
/** Draws pictures under each other and side by side, in a page; gives the sheet as base64. */
async function sheet({ cells, scale: SCALE }) {
  const [GAP, HEAD] = [12, 18];
  const images = await Promise.all(cells.map(async (cell) => ({ ...cell, image: await createImageBitmap(await (await fetch(cell.url)).blob()) })));
  const widest = (column) => Math.max(0, ...images.filter((cell) => cell.column === column).map(({ image }) => image.width * SCALE));
  const columns = [...new Set(images.map(({ column }) => column))].sort();
  const left = new Map();
  let x = GAP;
  for (const column of columns) {
    left.set(column, x);
    x += widest(column) + GAP;
  }
  const top = new Map();
  let y = GAP;
  for (const row of [...new Set(images.map(({ row: of }) => of))].sort()) {
    top.set(row, y + HEAD);
    y += HEAD + GAP + Math.max(...images.filter((cell) => cell.row === row).map(({ image }) => image.height * SCALE));
  }
  const canvas = Object.assign(document.createElement('canvas'), { width: x, height: y });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#8a8d90';
  pen.fillRect(0, 0, x, y);
  pen.font = '12px sans-serif';
  pen.imageSmoothingQuality = 'high';
  for (const { image, row, column, title } of images) {
    const [at, from] = [left.get(column), top.get(row)];
    pen.fillStyle = '#fff';
    pen.fillText(title, at, from - 5);
    pen.drawImage(image, at, from, image.width * SCALE, image.height * SCALE);
  }
  return canvas.toDataURL('image/webp', 0.6).split(',')[1];
}

/** Draws a sheet of cells ({url, row, column, title}) in a page; gives the bytes of the WebP. */
export const sheetOf = async (page, cells, scale = 0.45) => Buffer.from(await page.evaluate(sheet, { cells, scale }), 'base64');
