package io.gongmail.store.mail.search;

import io.gongmail.store.mail.content.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * The index in its folder: one document for each content, without anything of who holds it. One thread writes; any may read,
 * and sees what was committed last.
 */
final class TextIndex implements Closeable {
    /** The content: half of its hash. */
    static final String ID = "id";

    /** Names of the message's own header fields, in lower case. */
    static final String NAME = "name";

    /** All header fields, of parts and attached messages too, each as {@code name: value}. */
    static final String HEAD = "head";

    static final String BODY = "body";

    /** Day of the Date field, counted from 1970-01-01. */
    static final String SENT = "sent";

    /** Stands where more text is than was indexed. */
    static final Term CUT = new Term("cut", "yes");

    /** Grams of few messages repeat: what is written in smaller pieces is merged more often. */
    private static final double BUFFER_MIB = 32;

    private static final FieldType GRAMS = new FieldType();

    static {
        GRAMS.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        GRAMS.setTokenized(true);
        GRAMS.setOmitNorms(true);
        GRAMS.freeze();
    }

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private volatile Mark mark;

    private TextIndex(Directory directory, IndexWriter writer, SearcherManager searchers, Mark mark) {
        this.directory = directory;
        this.writer = writer;
        this.searchers = searchers;
        this.mark = mark;
    }

    /**
     * Opens what is in {@code folder}, or begins there.
     *
     * @param last the number of what arrived last
     * @throws IOException when it is damaged, of another form or of another store: it is to be deleted
     */
    static TextIndex open(Path folder, long last) throws IOException {
        Directory directory = FSDirectory.open(Files.createDirectories(folder));
        IndexWriter writer = null;
        try {
            writer = new IndexWriter(
                    directory,
                    new IndexWriterConfig(null)
                            .setRAMBufferSizeMB(BUFFER_MIB)
                            .setMergeScheduler(new SerialMergeScheduler())
                            .setCommitOnClose(false));
            Map<String, String> kept = committed(writer);
            Mark mark = kept.isEmpty() && writer.getDocStats().maxDoc == 0
                    ? Mark.beginning(last)
                    : Mark.read(kept).orElseThrow(() -> new IOException("the index is of another form"));
            if (mark.number() > last) {
                throw new IOException("the index is of another store, or of a later one");
            }
            return new TextIndex(directory, writer, new SearcherManager(writer, new SearcherFactory()), mark);
        } catch (IOException | RuntimeException e) {
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
            throw e instanceof IOException told ? told : new IOException("the index cannot be opened", e);
        }
    }

    private static Map<String, String> committed(IndexWriter writer) {
        Map<String, String> data = new HashMap<>();
        Iterable<Map.Entry<String, String>> kept = writer.getLiveCommitData();
        if (kept != null) {
            kept.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        return data;
    }

    static String field(HeaderName name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    static BytesRef id(long first, long second) {
        return new BytesRef(
                ByteBuffer.allocate(16).putLong(first).putLong(second).array());
    }

    /** Takes in a content, or takes it in again. */
    void put(Sha256 hash, IndexedText text) throws IOException {
        BytesRef id = id(hash.first(), hash.second());
        Document document = new Document();
        document.add(new StringField(ID, id, Field.Store.NO));
        text.names().forEach(name -> document.add(new StringField(NAME, name, Field.Store.NO)));
        document.add(grams(HEAD, text.head()));
        document.add(grams(BODY, text.text()));
        text.fields().forEach((name, field) -> document.add(grams(field(name), field)));
        text.sent().ifPresent(day -> document.add(new NumericDocValuesField(SENT, day.toEpochDay())));
        if (text.isCut()) {
            document.add(new StringField(CUT.field(), CUT.text(), Field.Store.NO));
        }
        writer.updateDocument(new Term(ID, id), document);
    }

    /** Takes in that there is a content of which nothing is known: it is always looked at. */
    void putUnknown(Sha256 hash) throws IOException {
        BytesRef id = id(hash.first(), hash.second());
        Document document = new Document();
        document.add(new StringField(ID, id, Field.Store.NO));
        document.add(new StringField(CUT.field(), CUT.text(), Field.Store.NO));
        writer.updateDocument(new Term(ID, id), document);
    }

    private static Field grams(String name, IndexedText.Field text) {
        return new Field(name, new Grams(text.text(), text.length()), GRAMS);
    }

    void delete(BytesRef id) throws IOException {
        writer.deleteDocuments(new Term(ID, id));
    }

    void deleteAll() throws IOException {
        writer.deleteAll();
    }

    Mark mark() {
        return mark;
    }

    /** Makes everything that was put durable, with {@code reached}, and lets readers see it. */
    void commit(Mark reached) throws IOException {
        writer.setLiveCommitData(reached.written().entrySet());
        writer.commit();
        mark = reached;
        searchers.maybeRefreshBlocking();
    }

    int documents() {
        return writer.getDocStats().numDocs;
    }

    SearcherManager searchers() {
        return searchers;
    }

    /** Octets of the files. */
    static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(TextIndex::octets).sum();
        }
    }

    private static long octets(Path file) {
        return Optional.of(file.toFile()).map(java.io.File::length).orElse(0L);
    }

    /** What was not committed is lost. */
    @Override
    public void close() throws IOException {
        try {
            searchers.close();
            writer.rollback();
        } finally {
            directory.close();
        }
    }
}
