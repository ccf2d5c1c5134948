import type { Messages } from "./messages.ts";

/** A snapshot of which a part is lost. */
export const zhDamage: Pick<Messages, "damage"> = {
  damage: {
    title: "此快照已损坏：",
    pages:
      "{{pageCount, number}} 页中有 {{pages, number}} 页无法读取；缺少部分键和修订版本，所显示的内容可能比存储的更旧。",
    mismatch: "文件内容与末尾的 sha256 不符；键和值按文件中的原样显示。",
    cut: "文件被截断：末尾既不是完整的页，也不是完整的 sha256。",
    freelist:
      "它的空闲页列表在 {{pageCount, number}} 页中的 {{freelist, number}} 页上与 B+ 树相矛盾；没有因此缺少内容，但 etcd 和“etcdctl snapshot restore”会拒绝这样的文件。",
    packed_cut: "压缩文件在字节 {{offset}} 处过早结束；显示的是能够解压的部分。",
    packed_corrupt: "压缩文件大约从字节 {{offset}} 起已损坏；显示的是在此之前能够解压的部分。",
    packed_checksum: "解压后的内容与压缩文件在字节 {{offset}} 处给出的校验和或大小不符。",
    packed_trailing: "压缩文件从字节 {{offset}} 起跟有不属于它的内容。",
    places: "哪些页",
    place: "第 {{page}} 页，字节 {{offset}}：",
    placeWithoutPage: "字节 {{offset}}：",
    more_one: "另有 {{count, number}} 页",
    more_other: "另有 {{count, number}} 页",
    close: "本次访问中关闭",
    standing: "部分损坏",
  },
};
