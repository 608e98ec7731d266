package dev.hachi.openfaas.provider.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What a deployment says of memory and CPU; kept and shown, not enforced on processes. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Resources(@Nullable String memory, @Nullable String cpu) {}
