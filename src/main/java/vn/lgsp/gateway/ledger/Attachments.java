package vn.lgsp.gateway.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.attachment.Parting;

/**
 * The attachments of bodies in the ledger, sealed piece by piece. They are durable before the body that holds them is
 * recorded, and its record makes them its own; what no record has claimed within a day is forgotten.
 */
@Component
@DependsOnDatabaseInitialization
public class Attachments implements Parting.Store, Parted.Shelf {
    private final JdbcClient database;
    private final PayloadSeal seal;
    private final Ids ids;

    Attachments(DataSource source, PayloadSeal seal, Ids ids) {
        this.database = JdbcClient.create(source);
        this.seal = seal;
        this.ids = ids;
    }

    @Override
    public UUID next() {
        return ids.next();
    }

    @Override
    public void put(UUID id, int number, byte[] piece) {
        database.sql("""
                with pending as (insert into attachment_pending (id) values (:id) on conflict do nothing)
                insert into attachment (id, piece, bytes) values (:id, :piece, :bytes)""").param("id", id).param(
                "piece", number).param("bytes", seal.seal(id, number, piece)).update();
    }

    @Override
    public void discard(List<UUID> unwanted) {
        if (!unwanted.isEmpty()) {
            database.sql("""
                    with gone as (delete from attachment_pending where id = any(:ids) returning id)
                    delete from attachment where id in (select id from gone)""").param("ids", unwanted.toArray(
                    UUID[]::new)).update();
        }
    }

    @Override
    public InputStream open(Attachment attachment) {
        return new Pieces(attachment);
    }

    private byte[] piece(UUID id, int number) throws IOException {
        try {
            return seal.open(id, number, database.sql("select bytes from attachment where id = :id and piece = :piece")
                    .param("id", id).param("piece", number).query((row, n) -> row.getBytes(1)).optional().orElseThrow(
                            () -> new IOException("an attachment is no longer kept")));
        } catch (DataAccessException | PayloadClosed e) {
            throw new IOException("an attachment cannot be read", e);
        }
    }

    private final class Pieces extends InputStream {
        private final Attachment attachment;
        private byte[] piece = new byte[0];
        private int number;
        private int at;
        private int left;

        Pieces(Attachment attachment) {
            this.attachment = attachment;
            this.left = attachment.length();
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            if (at == piece.length) {
                piece = piece(attachment.id(), number++);
                at = 0;
            }
            var taken = Math.min(Math.min(length, piece.length - at), left);
            System.arraycopy(piece, at, into, from, taken);
            at += taken;
            left -= taken;
            return taken;
        }
    }
}
