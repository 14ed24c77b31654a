package vn.lgsp.gateway.connector.faults;

/** Where in a file something stands: line and column from 1; 0 where only the file is known. */
public record Place(String file, int line, int column) {

    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    /** The place of a character of a text. */
    public static Place of(String file, String text, int position) {
        var end = Math.min(Math.max(position, 0), text.length());
        var before = text.substring(0, end);
        var line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(file, line, end - (before.lastIndexOf('\n') + 1) + 1);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
