/** The words of the OpenFaaS contract: names, deployments, statuses, and what is refused. */
@NullMarked
package dev.hachi.openfaas.provider.contract;

import org.jspecify.annotations.NullMarked;
