package io.mqttproxy.testsupport;

/**
 * How a program ended.
 *
 * @param exitCode its exit code, 0 = fine
 * @param stdout everything it wrote to its standard output
 * @param stderr everything it wrote to its standard error
 */
public record ProgramResult(int exitCode, String stdout, String stderr) {}
