package dev.hachi.watchdog;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A Flask app in the shape of OpenFaaS' Python templates; skipped where Flask is missing. */
class FlaskAppTest extends TemplateAppFixture {
  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Programs.runOrSkip("python3 has no module flask", "python3", "-c", "import flask");
    start("flask", folder, "python3 index.py");
  }
}
