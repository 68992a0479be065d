// 按拼音找：名称的音节以空格隔开，成一行。

// 像拼音的词：两个以上的字母；隔音符号可有可无。
export function spelling(word) {
  const plain = word.replace(/['’]/g, "");
  return /^[a-z][a-z0-9]+$/.test(plain) ? plain : null;
}

export function soundLine(line) {
  return { line, initials: line.split(" ").map((syllable) => syllable.charAt(0)).join("") };
}

// 一行里有没有这个拼音：0 在开头，1 在中间，-1 没有。全拼要从音节开头对起，首字母在哪里都行。
export function heard(plain) {
  const whole = new RegExp("(?:^| )" + Array.from(plain).join(" ?"));
  return ({ line, initials }) => {
    const at = initials.indexOf(plain);
    const found = whole.exec(line);
    if (at < 0 && !found) return -1;
    return at === 0 || (found && found.index === 0) ? 0 : 1;
  };
}
