// 给省厅的压缩包：改对了的各份表、它们的扫描件、表头和收件登记，catalogue import 整包收下。大的分成几包。
import { book } from "../form/book.js";
import { parted, privateForm } from "../form/halves.js";
import { pieces } from "../form/zip.js";
import { writeForm } from "../form/yaml.js";
import { bareName } from "../form/unit.js";
import { settled } from "../form/values.js";
import { keyOf } from "./units.js";
import { chosen } from "./store.js";

const MOST_FILES = 2900, MOST_BYTES = 280 * 2 ** 20; // 导入的上限是三千个文件、300 MiB

const OPEN = "公开部分/", APART = "不公开部分/";

// 一家单位的文件：[路径, 内容]……
function filesOf(unit) {
  const place = unit.city.slug + "/" + unit.code + "/", root = (book.separate ? OPEN : "") + "submissions/" + place, scans = new Set();
  const forms = unit.valid.flatMap((at) => {
    const key = keyOf(unit, at), name = key === "enterprise" ? "enterprise.yaml" : "products/" + key + ".yaml", { half, values, online } = unit.bound.get(key);
    values.材料.forEach((item) => { if (item.文件) scans.add(bareName(item.文件)); });
    return [...(online ? [] : [[root + name, chosen(unit.forms.get(key)).text]]), ...(half ? [[APART + place + name, half.text]] : [])];
  });
  const folder = (book.separate ? APART + place : root) + "materials/";
  return [...forms, ...[...scans].filter((name) => unit.scans.has(name)).map((name) => [folder + name, unit.scans.get(name)])];
}

// 表头 bureau.yaml；分两半的，联系人和联系方式在不公开的一半里。
function headFiles(form, city, head) {
  const values = settled(form.fields, head), name = city.slug + "/bureau.yaml";
  if (!Object.keys(values).length) return [];
  if (!book.separate) return [["submissions/" + name, writeForm(form, values)]];
  const [open, hidden] = parted(form.fields, values), half = privateForm(form);
  return [[OPEN + "submissions/" + name, writeForm(form, open)], ...(Object.keys(hidden).length ? [[APART + name, writeForm(half, hidden)]] : [])];
}

export const registerName = (city) => "收件登记-" + city.name + ".json";

// 各包：{ name, files, size, units }……
export function packs({ form, city, head, units, register }) {
  const first = [...headFiles(form, city, head), ...(register ? [[registerName(city), register]] : [])], all = [{ files: first, units: 0 }];
  const weigh = (files) => files.reduce((sum, [, data]) => sum + (data.size || data.length * 3), 0);
  units.filter((unit) => unit.valid.length).forEach((unit) => {
    const files = filesOf(unit), last = all[all.length - 1];
    if (last.units && (last.files.length + files.length > MOST_FILES || weigh(last.files) + weigh(files) > MOST_BYTES)) all.push({ files, units: 1 });
    else { last.files.push(...files); last.units += 1; }
  });
  return all.map((pack, at) => ({ ...pack, name: city.name + "-报省厅" + (all.length > 1 ? "-" + (at + 1) : "") + ".zip" }));
}

export const packed = ({ files }) => new Blob(pieces(files), { type: "application/zip" });
