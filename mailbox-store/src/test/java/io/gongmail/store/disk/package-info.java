/**
 * A disk in memory that loses what was not synced, under content store (a {@code java.nio.file.FileSystem}) and Derby (a
 * {@code StorageFactory}) alike.
 *
 * <pre>
 * Disk       inodes and names, each twice: as programs see them, and as they would be after the power went
 *  └ Mount   the disk during one boot: counts operations, fails the chosen ones, and is dead after its crash
 *     ├ DiskFileSystem …   for java.nio.file
 *     └ DiskStorage …      for Derby, as jdbc:derby:loss:NAME
 * </pre>
 *
 * What it holds to: a file's octets last after a sync of it; a name made, moved or deleted lasts after a sync of its folder.
 * Derby never syncs a folder, and on the file systems in use (ext4, xfs, btrfs) need not: there a sync of a new file keeps its name
 * too. What was not synced is lost or kept sector by sector, in any order.
 */
package io.gongmail.store.disk;
