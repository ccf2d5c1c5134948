import { createServer } from "node:net";

/** Loopback ports that nobody listens on now; all different. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, holdPort));
  await Promise.all(held.map((one) => one.release()));
  return held.map((one) => one.port);
}

function holdPort(): Promise<{ port: number; release: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") {
        reject(new Error("a TCP server has a port"));
        return;
      }
      const release = () => new Promise<void>((released) => server.close(() => released()));
      resolve({ port: address.port, release });
    });
  });
}
