// 压缩包里压过的一份：用浏览器自己的解压，套上 gzip 的头尾。没有它的浏览器，请先解压。

export const canInflate = () => "DecompressionStream" in window;

// 解开；与注明的大小、校验和不符的为 undefined，解到超过注明的大小就停。
export async function inflated({ packed, size, sum }) {
  const four = (number) => [0, 8, 16, 24].map((by) => (number >>> by) & 255);
  const gzip = new Blob([Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255), packed, Uint8Array.from([...four(sum), ...four(size)])]);
  const reader = gzip.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const out = new Uint8Array(size);
  let at = 0;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      if (at + step.value.length > size) {
        reader.cancel().catch(() => {});
        return undefined;
      }
      out.set(step.value, at);
      at += step.value.length;
    }
  } catch {
    return undefined;
  }
  return at === size ? out : undefined;
}
