// @vitest-environment node
import { describe, expect, it } from "vitest";
import { etcdctlCommand, kubectlCommand } from "./commands.ts";

describe("a command for etcdctl", () => {
  it("is one word to a shell, whatever the key", () => {
    expect(etcdctlCommand({ key: "/app/it's $HOME" }, false)).toBe(`etcdctl get -- '/app/it'\\''s $HOME'`);
    expect(etcdctlCommand({ key: "/registry/pods/" }, true)).toBe(
      "etcdctl get --prefix --keys-only -- '/registry/pods/'",
    );
    expect(etcdctlCommand({ keyb: "L2FwcC__Jw" }, false)).toBe("etcdctl get -- $'/app/\\xff\\x27'");
  });

  it("is none where the key has a zero byte", () => {
    expect(etcdctlCommand({ keyb: "AA" }, false)).toBeUndefined();
  });
});

describe("a command for kubectl", () => {
  it("names the object as Kubernetes' users do", () => {
    const commands = [
      ["/registry/pods/shop/web-1", "kubectl get pods web-1 -n shop -o yaml"],
      ["/registry/minions/node-a", "kubectl get nodes node-a -o yaml"],
      ["/registry/services/specs/shop/web", "kubectl get services web -n shop -o yaml"],
      ["/registry/services/endpoints/shop/web", "kubectl get endpoints web -n shop -o yaml"],
      ["/registry/ingress/shop/web", "kubectl get ingresses web -n shop -o yaml"],
      [
        "/registry/apiregistration.k8s.io/apiservices/v1.apps",
        "kubectl get apiservices.apiregistration.k8s.io v1.apps -o yaml",
      ],
    ] as const;
    for (const [key, command] of commands) expect(kubectlCommand(key, false)).toBe(command);
  });

  it("lists what is under a prefix", () => {
    expect(kubectlCommand("/registry/pods", true)).toBe("kubectl get pods -A");
    expect(kubectlCommand("/registry/pods/shop", true)).toBe("kubectl get pods -n shop");
  });

  it("is none for what is no object", () => {
    for (const key of [
      "/app/x",
      "compact_rev_key",
      "/registry/ranges/serviceips",
      "/registry/pods/a/b/c",
      undefined,
    ])
      expect(kubectlCommand(key, false)).toBeUndefined();
  });
});
