import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { requireFreePort } from "../../cli/port.js";
import { FailedError } from "../../core/errors.js";

it("a port is free or it is not, and asking does not take it", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo;
  const asked = requireFreePort(port, "127.0.0.1");
  await expect(asked).rejects.toThrow(FailedError);
  await expect(asked).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
  await new Promise((resolve) => holder.close(resolve));
  await requireFreePort(port, "127.0.0.1");
  await requireFreePort(port, "127.0.0.1");
});
