/** What was typed is not a command: exit code 2. The message is one sentence. */
export class UsageFault extends Error {}

/** What was asked for could not be done: exit code 1. The message is one sentence that says what to do. */
export class CommandFault extends Error {}
