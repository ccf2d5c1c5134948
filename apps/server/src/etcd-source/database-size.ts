import { isFault } from "./fault.ts";
import type { Members } from "./members.ts";
import type { Method } from "./messages.ts";
import { WireReader } from "./wire.ts";

/** `Maintenance/Status`, of which only the bytes of the database are read: those in use, where etcd tells them. */
const databaseSize: Method<void, number> = {
  path: "/etcdserverpb.Maintenance/Status",
  encode: () => Buffer.alloc(0),
  decode: (message) => {
    const reader = new WireReader(message);
    const size = { whole: 0, inUse: 0 };
    for (let field = reader.field(); field !== 0; field = reader.field()) {
      if (field === 3) size.whole = reader.number();
      else if (field === 9) size.inUse = reader.number();
      else reader.skip();
    }
    return size.inUse || size.whole;
  },
};

/** Bytes of the database of the member that is asked; `undefined` when the user may not know. */
export async function databaseBytes(members: Members, signal?: AbortSignal): Promise<number | undefined> {
  try {
    return await members.run(
      (connection, limits) => connection.call(databaseSize, undefined, limits),
      signal,
    );
  } catch (error) {
    if (
      isFault(error, "permission_denied") ||
      isFault(error, "unauthenticated") ||
      isFault(error, "not_supported")
    )
      return undefined;
    throw error;
  }
}
