import { hostileTasks } from "./hostile-tasks.testing.ts";
import { serveTasks } from "./thread-entry.ts";

serveTasks(hostileTasks, null);
