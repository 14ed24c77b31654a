package vn.lgsp.gateway.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of the gateway's program: {@code gateway <command> …}; without one it is the gateway itself. */
@Command(name = "gateway", description = "Without a command: starts the gateway.", subcommands = { Begin.class,
        Lint.class, PlayCases.class, MapOne.class, Plan.class, DryRun.class, TryOne.class, RecordCase.class,
        Operate.Apply.class, Operate.Rollback.class, Operate.Hold.class, Operate.Resume.class, Operate.ReplayOne.class,
        Reconcile.class, Reference.class }, mixinStandardHelpOptions = true, version = "LGSP gateway")
public final class Cli {
    /** It could not be found out: the database cannot be reached. */
    static final int NO_ANSWER = 3;

    Cli() {}

    /** True when these arguments are a command's, and not settings of the gateway. */
    public static boolean means(String[] arguments) {
        return arguments.length > 0 && (!arguments[0].startsWith("-") || arguments[0].equals("--help") || arguments[0]
                .equals("-h"));
    }

    /** Runs the command and returns the process's exit code: 0 fine, 1 what was looked for was found, 2 wrong usage. */
    public static int run(String... arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return run(out, err, arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Cli()).setCaseInsensitiveEnumValuesAllowed(true).registerConverter(URI.class,
                Cli::address).setOut(out).setErr(err)
                .setParameterExceptionHandler(Cli::wrong).setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(command.getCommandName() + ": " + e.getMessage());
                    return NO_ANSWER;
                }).execute(arguments);
    }

    private static URI address(String text) {
        if (!text.matches("https?://[^/\\s]+\\S*")) {
            throw new TypeConversionException("`" + text + "` is no address such as http://localhost:8081");
        }
        return URI.create(text);
    }

    /** What is wrong, and how to ask for more; the whole usage would hide it. */
    private static int wrong(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
            command.getErr().println("→ " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
