import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A commit of a public repository that a release is read from. */
export interface PinnedCommit {
  /** `kubernetes/api` */
  readonly repository: string;
  /** The tag or branch that the commit was read from; for people, the commit is what counts. */
  readonly ref: string;
  readonly commit: string;
}

/** Go packages of pinned commits, unpacked into a folder of the project's cache from repositories on this machine. */
export interface Checkouts {
  /** The folder that corresponds to GOPATH's `src`. Throws where the repository or the commit is not there. */
  unpacked(pin: PinnedCommit): string;
}

/**
 * `folder` holds a clone of each repository, with a work tree or bare: `<folder>/kubernetes/api`, `…/api.git`, or
 * `<folder>/kubernetes+api/repo`. Only the Go files and .proto files of packages with a `generated.proto` are taken.
 */
export function openCheckouts(folder: string, cache: string): Checkouts {
  return {
    unpacked({ repository, commit }) {
      const into = join(cache, `${repository.replace("/", "+")}@${commit}`);
      if (!existsSync(into)) unpack(cloneOf(folder, repository), { repository, commit }, into);
      return into;
    },
  };
}

function cloneOf(folder: string, repository: string): string {
  const candidates = [repository, `${repository}.git`, join(repository.replace("/", "+"), "repo")];
  const found = candidates.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`${folder} has no clone of ${repository}: ${candidates.join(", ")}`);
  return found;
}

const limit = 256 * 1024 * 1024;

function unpack(clone: string, pin: { repository: string; commit: string }, into: string): void {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "safe.directory=*", "-C", clone, ...args], {
      maxBuffer: limit,
      stdio: ["ignore", "pipe", "pipe"],
    });
  const packages = git("ls-tree", "-r", "--name-only", pin.commit)
    .toString("utf8")
    .split("\n")
    .filter((path) => path.endsWith("/generated.proto") && !/vendor|testapigroup|\btests?\//.test(path));
  const partial = `${into}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const prefix = `${importPath(pin.repository)}/`;
  const folders = packages.map((path) => path.replace("generated.proto", ""));
  const archive = git("archive", `--prefix=${prefix}`, pin.commit, "--", ...folders);
  execFileSync("tar", ["-x", "-C", partial, "--exclude=*.pb.go", "--exclude=zz_generated*"], {
    input: archive,
  });
  renameSync(partial, into);
}

/** Where Go imports a repository's packages from. */
function importPath(repository: string): string {
  return repository.startsWith("kubernetes/")
    ? repository.replace("kubernetes/", "k8s.io/")
    : `github.com/${repository}`;
}
