/**
 * A thread of an executor that does not depend on what the process computes: a native run blocks the main thread, for ever
 * if it hangs. It answers the server's question whether the process lives at all (one that is stopped does not), and ends
 * the process when the server is gone, however that happened: then the system closes the other end of the socket.
 */
import { Socket } from "node:net";
import { workerData } from "node:worker_threads";

const line = new Socket({ fd: workerData as number });
const end = (): void => {
  process.kill(process.pid, "SIGKILL");
};
line.on("data", (signs) => line.write(signs));
line.on("end", end);
line.on("error", end);
line.on("close", end);
