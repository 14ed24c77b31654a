package vn.lgsp.gateway.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A range of addresses, by its name or by its first bits. */
record Network(String name, byte[] prefix, int bits) {
    private static final List<Network> LOOPBACK = List.of(block("loopback", "127.0.0.0/8"), block("loopback",
            "0.0.0.0/8"), block("loopback", "::1/128"), block("loopback", "::/128"));
    /** Where clouds tell their machines' secrets. */
    private static final List<Network> METADATA = List.of(block("metadata", "169.254.169.254/32"), block("metadata",
            "169.254.170.0/24"), block("metadata", "fd00:ec2::254/128"), block("metadata", "100.100.100.200/32"),
            block("metadata", "168.63.129.16/32"), block("metadata", "192.0.0.192/32"));
    private static final List<Network> LINK_LOCAL = List.of(block("link-local", "169.254.0.0/16"), block("link-local",
            "fe80::/10"));
    private static final List<Network> NOWHERE = List.of(block("multicast", "224.0.0.0/4"), block("multicast",
            "ff00::/8"), block("broadcast", "255.255.255.255/32"));
    private static final List<Network> SPECIAL = Stream.of(LOOPBACK, METADATA, LINK_LOCAL, NOWHERE).flatMap(
            List::stream).toList();
    private static final Set<String> NAMES = Set.of("loopback", "metadata", "link-local");
    /** An IPv4 address stands inside: translated (NAT64), tunnelled (6to4) or the old compatible form. */
    private static final List<Network> NAT64 = List.of(block("nat64", "64:ff9b::/96"), block("compatible", "::/96"));
    private static final Network SIX_TO_FOUR = block("6to4", "2002::/16");

    /**
     * @param text {@code loopback}, {@code link-local}, {@code metadata} or {@code 10.1.0.0/16}
     * @throws IllegalArgumentException when it is neither
     */
    static Network of(String text) {
        return NAMES.contains(text) ? new Network(text, new byte[0], -1) : block(text, text);
    }

    private static Network block(String name, String text) {
        var slash = text.indexOf('/');
        var prefix = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
        var bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > prefix.length * 8) {
            throw new IllegalArgumentException("no network: " + text);
        }
        return new Network(name, prefix, bits);
    }

    boolean holds(InetAddress address) {
        return bits < 0
                ? special(address).filter(name::equals).isPresent()
                : holds(address.getAddress()) || inner(address).filter(this::holds).isPresent();
    }

    private boolean holds(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            var mask = 0x80 >> i % 8;
            if ((address[i / 8] & mask) != (prefix[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** What kind of place no provider is at this is, if it is one. */
    static Optional<String> special(InetAddress address) {
        var plain = inner(address).orElse(address).getAddress();
        for (var network : SPECIAL) {
            if (network.holds(plain)) {
                return Optional.of(network.name);
            }
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> inner(InetAddress address) {
        var bytes = address.getAddress();
        var special = bytes.length == 16 && LOOPBACK.stream().noneMatch(network -> network.holds(bytes));
        if (special && NAT64.stream().anyMatch(network -> network.holds(bytes))) {
            return Optional.of(ipv4(bytes, 12));
        }
        return special && SIX_TO_FOUR.holds(bytes) ? Optional.of(ipv4(bytes, 2)) : Optional.empty();
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
