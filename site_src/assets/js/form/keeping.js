// 选好的扫描件随草稿存在这台设备的浏览器里（IndexedDB）：刷新还在，清除草稿时一并清除。有的浏览器不许存，那里就没有。
const STORE = "scans";

// 打开、做一件事、做完为止；做不成的为空。
async function within(mode, work) {
  try {
    return await new Promise((done, fail) => {
      const asked = indexedDB.open("catalogue-form", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onerror = fail;
      asked.onsuccess = () => {
        try {
          const base = asked.result, act = base.transaction(STORE, mode), requests = work(act.objectStore(STORE));
          act.onerror = act.onabort = fail;
          act.oncomplete = () => { base.close(); done(requests.map(({ result }) => result)); };
        } catch (error) {
          fail(error);
        }
      };
      setTimeout(fail, 5000); // 有的浏览器既不答应，也不拒绝
    });
  } catch {
    return null;
  }
}

const ofDraft = (draft) => IDBKeyRange.bound([draft], [draft, []]);

// 存下一个，说存成了没有。
export const keepScan = async (draft, name, bytes) => Boolean(await within("readwrite", (store) => [store.put(bytes, [draft, name])]));

// 一份草稿的扫描件：[名字，内容]……
export async function keptScans(draft) {
  const [keys, scans] = (await within("readonly", (store) => [store.getAllKeys(ofDraft(draft)), store.getAll(ofDraft(draft))])) || [[], []];
  return keys.map(([, name], at) => [name, scans[at]]);
}

export const dropScans = (draft) => within("readwrite", (store) => [store.delete(ofDraft(draft))]);
