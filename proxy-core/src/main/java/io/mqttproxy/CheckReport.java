package io.mqttproxy;

import io.mqttproxy.admin.JsonObject;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.Source;
import io.mqttproxy.selftest.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code check} says, in the form that was asked for. Used by one thread. */
interface CheckReport {

    /** What has no effect. */
    void warnings(List<Problem> warnings);

    /** What is wrong with the configuration. */
    void problems(List<Problem> problems);

    /** What this machine does not have. */
    void failure(String message);

    /** What was found out about backends. */
    void backends(List<Finding> findings);

    /** Writes what is not written yet; called once, at the end. */
    void end(boolean fine, PrintWriter out);

    /** For people: problems to the standard error as they are found, what is fine to the standard output. */
    final class Text implements CheckReport {
        private final Path file;
        private final PrintWriter err;
        private final List<String> fine = new ArrayList<>();

        Text(Path file, PrintWriter err) {
            this.file = file;
            this.err = err;
        }

        @Override
        public void warnings(List<Problem> warnings) {
            warnings.forEach(warning -> err.println("warning: " + warning));
            fine.add(file + ": ok");
        }

        @Override
        public void problems(List<Problem> problems) {
            problems.forEach(err::println);
        }

        @Override
        public void failure(String message) {
            err.println(message);
        }

        @Override
        public void backends(List<Finding> findings) {
            for (Finding finding : findings) {
                if (finding.fine()) {
                    fine.add(finding.toString());
                } else {
                    err.println(finding);
                }
            }
        }

        @Override
        public void end(boolean allFine, PrintWriter out) {
            fine.forEach(out::println);
        }
    }

    /** For programs: one object. */
    final class Json implements CheckReport {
        private final Path file;
        private final List<JsonObject> warnings = new ArrayList<>();
        private final List<JsonObject> problems = new ArrayList<>();
        private final List<JsonObject> backends = new ArrayList<>();

        Json(Path file) {
            this.file = file;
        }

        @Override
        public void warnings(List<Problem> found) {
            found.forEach(warning -> warnings.add(object(warning)));
        }

        @Override
        public void problems(List<Problem> found) {
            found.forEach(problem -> problems.add(object(problem)));
        }

        private static JsonObject object(Problem problem) {
            Source at = problem.source();
            return new JsonObject()
                    .with("file", at.file())
                    .with("line", at.line())
                    .with("column", at.column())
                    .with("path", at.path())
                    .with("message", problem.message());
        }

        @Override
        public void failure(String message) {
            problems.add(new JsonObject().with("message", message));
        }

        @Override
        public void backends(List<Finding> findings) {
            for (Finding finding : findings) {
                backends.add(new JsonObject()
                        .with("ok", finding.fine())
                        .with("backend", finding.backend())
                        .with("text", finding.text()));
            }
        }

        @Override
        public void end(boolean fine, PrintWriter out) {
            out.println(new JsonObject()
                    .with("file", file.toString())
                    .with("ok", fine)
                    .with("problems", problems)
                    .with("warnings", warnings)
                    .with("backends", backends));
        }
    }
}
