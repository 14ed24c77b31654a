package vn.lgsp.gateway.bench;

import java.io.IOException;

import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/**
 * Looks into another Java process: what it has allocated.
 *
 * @param address where its management is asked
 */
record Jvm(JMXServiceURL address) {

    static Jvm of(long process) {
        try {
            var machine = VirtualMachine.attach(String.valueOf(process));
            try {
                return new Jvm(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes all its threads have allocated so far. */
    long allocated() {
        try (var connector = JMXConnectorFactory.connect(address)) {
            return (Long) connector.getMBeanServerConnection().getAttribute(new ObjectName("java.lang:type=Threading"),
                    "TotalThreadAllocatedBytes");
        } catch (JMException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
