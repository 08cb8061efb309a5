/**
 * Administration by commands. Embedded Derby admits one process, so commands run in the server and come to it through a
 * Unix socket that only the server's own user may open.
 *
 * <pre>
 * command line → CommandLine (parsed here, so help and wrong usage need no server)
 *      → LocalPart (files read, challenges signed: keys never leave this process)
 *      → data/gongmail.sock (0600)  {"args":[…],"input":{…}}\n  →  AdminSocket → Commands → the rooms' services
 *      ←                            {"progress":"…"}\n … while it runs, {"out":"…"}\n … {"exit":0}\n
 * </pre>
 *
 * Invariant: a command does nothing that a room's service would not allow; whoever can open the socket is the
 * administrator.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.admin;
