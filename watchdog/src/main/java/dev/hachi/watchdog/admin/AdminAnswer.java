package dev.hachi.watchdog.admin;

import java.util.Map;

/**
 * An answer of the admin API.
 *
 * @param headers what HTTP needs beside the content type, which is JSON's
 */
public record AdminAnswer(int status, Map<String, String> headers, String json) {}
