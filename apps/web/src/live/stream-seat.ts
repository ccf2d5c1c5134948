/** The part of the browser's lock manager that is used. */
export type Locks = Pick<LockManager, "request">;

/** A browser opens six connections to one server for all its tabs together: streams may take so many of them. */
const seats = 4;

const seatName = (seat: number): string => `etcdscope-stream-${seat}`;

/**
 * Runs `sit` as soon as one of the few seats is free, and gives it back when the signal aborts. Without a lock
 * manager, which browsers keep from pages of plain HTTP beyond this machine, there is always one.
 */
export async function takeSeat(
  locks: Locks | undefined,
  sit: () => void,
  signal: AbortSignal,
): Promise<void> {
  if (locks === undefined) {
    sit();
    return;
  }
  for (let seat = 0; seat < seats; seat++) if (await sitsDown(locks, seat, sit, signal)) return;
  const any = seatName(Math.floor(Math.random() * seats));
  await locks.request(any, { signal }, () => stay(sit, signal)).catch(() => undefined);
}

/** Says at once whether the seat was free. */
function sitsDown(locks: Locks, seat: number, sit: () => void, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    void locks.request(seatName(seat), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : stay(sit, signal);
    });
  });
}

/** Pending for as long as the seat is taken. */
function stay(sit: () => void, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  sit();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
